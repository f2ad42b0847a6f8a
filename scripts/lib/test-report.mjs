import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './paths.mjs'
import { say } from './report.mjs'

const SKIPPED = new Set(['skipped', 'pending', 'todo', 'disabled'])

/** Collects what passed, failed and was skipped over all steps of a test run. */
export function testReport() {
  let passed = 0
  const failed = []
  const skipped = []

  return {
    pass: () => (passed += 1),
    fail: (name) => failed.push(name),
    /** Adds the tests of a vitest run by its JSON report; a run that broke without a failing test counts as one. */
    addVitest(name, file, exitCode) {
      let results
      try {
        results = JSON.parse(readFileSync(file, 'utf8')).testResults
      } catch {
        failed.push(`${name}: no results`)
        return
      }
      const before = failed.length
      for (const { name: testFile, status, assertionResults } of results) {
        const where = path.relative(ROOT, testFile)
        for (const test of assertionResults) {
          if (test.status === 'passed') passed += 1
          else if (SKIPPED.has(test.status)) skipped.push(`${where}: ${test.fullName}`)
          else failed.push(`${where}: ${test.fullName}`)
        }
        const anyFailed = assertionResults.some((test) => test.status === 'failed')
        if (status === 'failed' && !anyFailed) failed.push(`${where}: could not run`)
      }
      if (exitCode !== 0 && failed.length === before) failed.push(`${name}: ended with code ${exitCode}`)
    },
    /** Prints names of what failed or was skipped, then the counts as the last line. */
    print() {
      say()
      for (const name of skipped) say(`- skipped  ${name}`)
      for (const name of failed) say(`✗ failed   ${name}`)
      say(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`)
      return failed.length === 0
    },
  }
}
