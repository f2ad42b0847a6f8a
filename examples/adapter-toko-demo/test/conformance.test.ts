import { describeConformance } from 'kanal/conformance'
import { afterAll, describe, it } from 'vitest'
import { TokoDemoStandIn } from '../stand-in/server.ts'
import { subjectOn } from './stand-in.ts'

const subject = await subjectOn(new TokoDemoStandIn())
afterAll(() => subject.close())

describeConformance(subject, { describe, it })
