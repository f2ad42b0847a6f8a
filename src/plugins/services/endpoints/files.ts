import { z } from 'zod'
import { autocommit } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { tell } from '../../security/endpoint/caller.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { filesState, startMove } from '../files/moves.ts'
import { storeInForce } from '../files/store.ts'
import { requireOperator } from './for-operator.ts'

/** `GET /api/services/files`: how many files are where, and how far a move is. */
export const filesEndpoint = endpoint({
  method: 'get',
  path: '/services/files',
  audit: notAudited('counts only'),
  stepUp: 'none',
  run: async (caller) => {
    await requireOperator(caller, 'see')
    return answer(await filesState(autocommit(caller.kanal.pool)))
  },
})

const moveInput = z.strictObject({ direction: z.enum(['to_store', 'to_disk']) })

/** `POST /api/services/files/move`: starts moving all files between the disk and the store, or goes on with it. */
export const moveFilesEndpoint = endpoint({
  method: 'post',
  path: '/services/files/move',
  audit: ['service.move_files'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { direction } = await readInput(req, moveInput)
    const organisationId = await requireOperator(caller, 'rotate')
    if (!(await storeInForce(caller.kanal))) throw noStore()
    await startMove(caller.kanal, { direction, startedBy: caller.userId }, (tx) =>
      tell(tx, caller, {
        organisationId,
        action: 'service.move_files',
        target: { type: 'services', id: organisationId },
        outcome: 'ok',
        reason: direction,
      }),
    )
    return answer(await filesState(autocommit(caller.kanal.pool)))
  },
})

const noStore = (): Refusal =>
  new Refusal(409, {
    code: 'no_store',
    what: text('Penyimpanan file belum diatur.', 'No file store is set up.'),
    why: text(
      'Berkas hanya bisa dipindahkan dari dan ke penyimpanan yang teruji.',
      'Files move only from and to a store that was tested.',
    ),
    remedy: text('Isi dan simpan pengaturannya dulu.', 'Fill in and save its settings first.'),
  })
