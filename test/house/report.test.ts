import { describe, expect, it } from 'vitest'
import { closingLine, countTests } from '../../bin/report.js'

const report = (
  passed: number,
  failed: number,
  files: { status: string; assertionResults: { status: string }[] }[],
) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: files,
})
const good = { status: 'passed', assertionResults: [{ status: 'passed' }] }
const bad = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }
const broken = { status: 'failed', assertionResults: [] }

describe('the closing line of a test run', () => {
  it('says what the report says', () => {
    expect(closingLine(countTests(report(3, 0, [good]), 0))).toBe('3 passed, 0 failed')
    expect(closingLine(countTests(report(2, 1, [good, bad]), 1))).toBe('2 passed, 1 failed')
  })

  it('names skipped tests', () => {
    const counts = countTests({ ...report(3, 0, [good]), numPendingTests: 1, numTodoTests: 1 }, 0)
    expect(closingLine(counts)).toBe('3 passed, 0 failed, 2 skipped')
  })

  it('counts a test file that could not run as a failure', () => {
    expect(countTests(report(1, 0, [good, broken]), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
    expect(countTests(report(2, 1, [bad, broken]), 1)).toEqual({ passed: 2, failed: 2, skipped: 0 })
  })

  it('never says that nothing failed when the runner ended badly or left no report', () => {
    expect(countTests(report(3, 0, [good]), 1)).toEqual({ passed: 3, failed: 1, skipped: 0 })
    expect(closingLine(countTests(null, 1))).toBe('0 passed, 1 failed')
  })
})
