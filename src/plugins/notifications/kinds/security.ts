import { text } from '../../../i18n/text.ts'
import { kind, NOBODY } from './definition.ts'

/** What can be told of how people sign in. */
export const securityKinds = {
  'security.new-sign-in': kind({
    group: 'security',
    severity: 'warning',
    lasting: false,
    roles: NOBODY,
    params: ['device', 'address'],
    title: text('Akun Anda masuk dari perangkat baru', 'Your account signed in from a new device'),
    what: text(
      'Akun Anda masuk dari {device}, alamat {address}, yang belum pernah dipakai.',
      'Your account signed in from {device}, address {address}, not seen before.',
    ),
    remedy: text(
      'Jika ini bukan Anda, akhiri sesi itu lalu ganti kata sandi.',
      'If this was not you, end that session, then change your password.',
    ),
    link: '/account',
    action: text('Periksa sesi', 'Check your sessions'),
  }),
  'security.factor-changed': kind({
    group: 'security',
    severity: 'warning',
    lasting: false,
    roles: NOBODY,
    params: ['change'],
    title: text('Cara masuk akun Anda berubah', 'How you sign in has changed'),
    what: text('Pada akun Anda: {change}.', 'On your account: {change}.'),
    remedy: text(
      'Jika ini bukan Anda, hubungi pemilik organisasi dan ganti kata sandi sekarang.',
      'If this was not you, tell an owner of the organisation and change your password now.',
    ),
    link: '/account',
    action: text('Buka akun', 'Open your account'),
  }),
  'security.recovery-used': kind({
    group: 'security',
    severity: 'critical',
    lasting: false,
    roles: NOBODY,
    params: ['left'],
    title: text('Kode pemulihan dipakai', 'A recovery code was used'),
    what: text(
      'Akun Anda masuk dengan kode pemulihan. Sisa kode: {left}.',
      'Your account signed in with a recovery code. Codes left: {left}.',
    ),
    remedy: text(
      'Jika ini bukan Anda, ganti kata sandi dan faktor kedua sekarang. Jika ini Anda, buat kode baru.',
      'If this was not you, replace your password and second factor now. If it was, make new codes.',
    ),
    link: '/account',
    action: text('Buka akun', 'Open your account'),
  }),
} as const
