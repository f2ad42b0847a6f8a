import type { IntegrationAdapter } from '../../../adapters/contract.ts'
import { isService } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { filesInStore } from './moves.ts'

/**
 * A store that holds files is neither disconnected nor swapped for another place: they would be gone from every screen.
 * @throws Refusal 409
 */
export async function refuseWhileFilesInside(tx: Tx, adapter: IntegrationAdapter | undefined): Promise<void> {
  if (!adapter || !isService(adapter) || !adapter.files) return
  const count = await filesInStore(tx)
  if (count === 0) return
  throw new Refusal(409, {
    code: 'files_inside',
    what: text('Penyimpanan ini masih berisi berkas.', 'This storage still holds files.'),
    why: text(
      `${count} berkas hanya ada di sana dan tidak akan terbuka lagi.`,
      `${count} files are only there and could not be opened any more.`,
    ),
    remedy: text(
      'Kembalikan semua berkas ke server ini dulu, lalu ulangi.',
      'Move all files back to this server first, then repeat.',
    ),
  })
}
