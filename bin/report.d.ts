export interface TestCounts {
  passed: number
  failed: number
  skipped: number
}
export declare function countTests(report: unknown, code: number): TestCounts
export declare function closingLine(counts: TestCounts): string
