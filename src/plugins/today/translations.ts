/** Payload's own sentences where a seller deserves better ones: the first screen, and the rule for passwords. */
const translations = {
  id: {
    general: {
      dashboard: 'Hari ini',
      editing: 'Rincian',
      noLabel: '–',
      noResultsFound: 'Belum ada apa-apa di sini',
      noResultsDescription: 'Belum ada data, atau tidak ada yang cocok dengan filter di atas.',
      welcome: 'Selamat datang di Kanal',
    },
    authentication: {
      beginCreateFirstUser: 'Buat akun pemilik usaha Anda. Anda langsung masuk sesudahnya.',
      createFirstUser: 'Buat akun pemilik',
      newPassword: 'Kata sandi baru (sedikitnya 12 karakter)',
    },
  },
  en: {
    general: {
      dashboard: 'Today',
      editing: 'Details',
      noLabel: '–',
      noResultsFound: 'Nothing here yet',
      noResultsDescription: 'There is no data yet, or nothing matches the filter above.',
      welcome: 'Welcome to Kanal',
    },
    authentication: {
      beginCreateFirstUser: 'Create the account of the business owner. You are signed in right after.',
      createFirstUser: 'Create owner account',
      newPassword: 'New password (at least 12 characters)',
    },
  },
}

type Words = Record<string, Record<string, unknown>>

/** The translations of a config with these on top, key by key, so that other plugins keep theirs. */
export const withOurs = (existing: object | undefined) => {
  const merged: Record<string, Words> = { ...(existing as Record<string, Words> | undefined) }
  for (const [language, groups] of Object.entries(translations)) {
    const before = merged[language] ?? {}
    merged[language] = Object.entries(groups).reduce<Words>(
      (words, [group, entries]) => ({ ...words, [group]: { ...words[group], ...entries } }),
      before,
    )
  }
  return merged
}
