/**
 * Counts of a vitest JSON report. A test file that failed without a failed test (it could not be imported, or a hook
 * threw) counts as one failed; so does a run that ended badly with nothing in the report to show for it.
 * @param {unknown} report the parsed report, or null when the runner left none
 * @param {number} code the runner's exit code
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countTests(report, code) {
  const files = Array.isArray(report?.testResults) ? report.testResults : []
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const passed = report?.numPassedTests ?? 0
  const failed = (report?.numFailedTests ?? 0) + brokenFiles.length
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped }
}

/** The line with which a test run ends. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
