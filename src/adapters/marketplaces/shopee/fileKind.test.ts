import { describe, expect, it } from 'vitest'
import { fileKind } from './fileKind.ts'

describe('files', () => {
  it.each([
    ['%PDF-1.4', 'application/pdf'],
    ['PK\x03\x04...', 'application/zip'],
    ['\x89PNG\r\n', 'image/png'],
    ['\n<!DOCTYPE html><html>', 'text/html'],
    ['<html lang="zh">', 'text/html'],
    ['{"error":"x"}', undefined],
    ['', undefined],
  ])('%j is %s', (start, kind) => {
    expect(fileKind(Buffer.from(start, 'latin1'))).toBe(kind)
  })
})
