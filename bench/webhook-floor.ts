import { createServer } from 'node:http'
import { createPool } from '../src/database/pool.ts'

// What a webhook costs at the least: read the body, insert a row, answer. No check, no queue, one commit each.
const pool = createPool({ url: process.env.DATABASE_URL ?? '', max: 8, applicationName: 'bench floor' })
await pool.query(
  `create table if not exists bench_inbox (
     id uuid primary key default gen_random_uuid(), event_key text unique, body bytea, received_at timestamptz default now())`,
)
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    pool
      .query('insert into bench_inbox (event_key, body) values ($1, $2) on conflict do nothing', [
        request.headers['x-bench-key'],
        Buffer.concat(chunks),
      ])
      .then(
        () => response.writeHead(200, { 'content-length': 0 }).end(),
        () => response.writeHead(500, { 'content-length': 0 }).end(),
      )
  })
})
server.listen(Number(process.env.PORT), '127.0.0.1')
