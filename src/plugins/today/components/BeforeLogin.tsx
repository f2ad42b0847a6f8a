import type { ServerProps } from 'payload'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { kanalOf } from '../../context.ts'
import { canSendMail } from '../../services/mail/send-mail.ts'
import './Doors.css'

const words = {
  title: text('Masuk', 'Sign in'),
  line: text(
    'Pesanan, stok, dan toko Anda dari semua marketplace, di satu tempat.',
    'Your orders, stock and shops from every marketplace, in one place.',
  ),
  forgotten: text(
    'Lupa kata sandi? Minta pemilik organisasi mengaturnya di Pengaturan › Tim.',
    'Forgot your password? Ask an owner of your organisation to set a new one in Settings › Team.',
  ),
}

/** What stands above the sign-in form. */
export const BeforeLogin = async ({ i18n, payload }: ServerProps) => {
  const canReset = await canSendMail(kanalOf(payload)).catch(() => false)
  return (
    <div className="kanal-doors__greeting" data-kanal-reset={canReset ? 'by-mail' : 'by-owner'}>
      <h1>{pick(words.title, i18n.language)}</h1>
      <p>{pick(words.line, i18n.language)}</p>
      {!canReset && <p>{pick(words.forgotten, i18n.language)}</p>}
    </div>
  )
}
