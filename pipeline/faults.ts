import type { z } from 'zod'

/** A fault of something that people wrote: where it is, what is there, what is expected, in Chinese. */
export interface Fault {
  path: readonly PropertyKey[]
  found: string | undefined
  message: string
}

/** Every fault that a schema found in a value, with what is there as JSON. */
export const faultsOf = (error: z.ZodError, value: unknown): Fault[] =>
  error.issues.flatMap((issue) => describe(issue, value))

function describe(issue: z.core.$ZodIssue, root: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      found: undefined,
      message: '没有这个配置项',
    }))
  }
  const found = valueAt(root, issue.path)
  return [
    {
      path: issue.path,
      found: found === undefined ? '缺失' : JSON.stringify(found).slice(0, 80),
      message: expectation(issue),
    },
  ]
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `应为${TYPES[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `应为以下之一：${issue.values.map(String).join('、')}`
    case 'too_small':
      return /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : `不能小于 ${issue.minimum}`
    case 'too_big':
      return `不能大于 ${issue.maximum}`
    default:
      return issue.message
  }
}

const TYPES: Record<string, string> = {
  string: '文本',
  number: '数字',
  int: '整数',
  array: '列表',
  object: '一组配置项',
  boolean: 'true 或 false',
}

/** A path as one writes it: `items[3].weight`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? '（整个文件）'
    : path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
        .join('')
        .replace(/^\./, '')

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value
}
