import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ShouwangError } from '../../../errors.ts'
import { REGISTERS } from '../../registers/index.ts'
import type { CommandSpec, Invocation } from '../command.ts'

/** `shouwang template`: an XLSX template a register, to hand to townships. */
export const template: CommandSpec = {
  name: 'template',
  summary: '生成各台账的 XLSX 模板，发给乡镇填写',
  usesWarehouse: false,
  shape: (command) => command.requiredOption('--out <目录>', '写到这个目录'),
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { io, options, globals } = invocation
  const out = invocation.path(options.out as string)
  requireNone(out)
  // The library that writes workbooks is large.
  const { writeTemplates } = await import('../../template/write-templates.ts')
  const files: string[] = []
  for (const [index, register] of REGISTERS.entries()) {
    io.progress(index, REGISTERS.length, register.zh)
    files.push(...(await writeTemplates(out, [register])))
  }
  io.progress(REGISTERS.length, REGISTERS.length, '')
  if (globals.json) invocation.json({ files })
  else io.out(`已写出 ${files.length} 个模板：\n${files.map((file) => `  ${file}\n`).join('')}`)
  return 0
}

/** A filled register bears the name of its template, and must not be written over by an empty one. */
function requireNone(out: string): void {
  const there = REGISTERS.map(({ zh }) => join(out, `${zh}.xlsx`)).filter((path) => existsSync(path))
  if (there.length === 0) return
  throw new ShouwangError('conflict', `已有 ${there.join('、')}，为免覆盖填好的表而停止；请换一个 --out 目录。`, {
    files: there,
  })
}
