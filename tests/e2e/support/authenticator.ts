import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import type { RunningKanal } from './kanal.ts'

/** Gives the browser a device with a fingerprint reader that always recognises its owner. */
export async function attachPasskeyDevice(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** A code of the authenticator app with this seed that was not used before: time passes for it. */
export async function freshCode(kanal: RunningKanal, seed: string): Promise<string> {
  await kanal.database.pool.query('update auth_totp set last_step = last_step - 10')
  return new TOTP({ secret: Secret.fromBase32(seed) }).generate()
}

/** Adds a passkey, the first factor, on the Security page, and keeps the recovery codes that come with it. */
export async function addFirstPasskey(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Tambah kunci sandi' }).click()
  await page.locator('#kanal-passkey-name').fill(name)
  await page.getByRole('button', { name: 'Tambah kunci sandi' }).click()
  const codes = page.getByRole('group', { name: 'Simpan kode pemulihan ini' })
  await page.getByRole('button', { name: 'Sudah saya simpan' }).click()
  await codes.waitFor({ state: 'detached' })
}

/** Sets an authenticator app up as a further factor on the Security page. @returns its seed */
export async function addAuthenticatorApp(page: Page, kanal: RunningKanal): Promise<string> {
  await page.getByRole('button', { name: 'Pasang' }).click()
  const shown = await page.locator('.kanal-security__key code').textContent()
  const seed = (shown ?? '').replaceAll(' ', '')
  await page.locator('#kanal-totp-code').fill(await freshCode(kanal, seed))
  await page.getByRole('button', { name: 'Aktifkan' }).click()
  await page.locator('#kanal-totp-code').waitFor({ state: 'detached' })
  return seed
}
