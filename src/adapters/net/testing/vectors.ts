import { NOT_PUBLIC } from '../../http/guard.vectors.ts'

/** Ways to write an address inside, or to say something that is no address at all. */
export const SPELLINGS = [
  '2130706433',
  '0x7f.1',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  '①②⑦.⓪.⓪.①',
  '127.0.0.1.',
  'localhost',
  'localhost.',
  'LOCALHOST',
  '[::1]',
  '[::ffff:7f00:1]',
  'user@127.0.0.1',
  '/var/run/redis.sock',
  'unix:/var/run/redis.sock',
  'file:///etc/passwd',
  'gopher://127.0.0.1',
  '127.0.0.1/path',
  '127.0.0.1#x',
  '',
  ' ',
]

/** Every host that no service may be reached at. */
export const FORBIDDEN_HOSTS = [...NOT_PUBLIC, ...SPELLINGS]
