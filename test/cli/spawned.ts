import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ROOT } from '../house/source-tree.ts'

export interface Spawned {
  child: ChildProcess
  out(): string
  err(): string
  /** Resolves when what it wrote holds this, or rejects when the process ends before it does. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** The exit code, or null after a signal. */
  exit: Promise<number | null>
}

/** Runs `shouwang` as a process of its own that does not outlive the running test. */
export function spawnShouwang(argv: readonly string[], cwd: string, input?: string): Spawned {
  const running = launchShouwang(argv, cwd, input)
  onTestFinished(async () => {
    running.child.kill('SIGKILL')
    await running.exit
  })
  return running
}

/** The same for hooks, and for whoever waits for its end. */
export const launchShouwang = (argv: readonly string[], cwd: string, input?: string): Spawned =>
  launch([join(ROOT, 'bin', 'shouwang.js'), ...argv], cwd, input)

/** A script of ours that loads only what it needs, as a process of its own: quicker to start than the whole command line. */
export const launchScript = (script: string, argv: readonly string[]): Spawned =>
  launch(['--import', 'tsx', script, ...argv], ROOT)

function launch(argv: readonly string[], cwd: string, input?: string): Spawned {
  // A key in the environment would stand before the one beside the config.
  const { SHOUWANG_KEY: _key, SHOUWANG_KEY_FILE: _file, ...env } = process.env
  const child = spawn(process.execPath, argv, {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // Without an input it ends at once: a command that reads it anyhow must not wait.
  child.stdin.end(input)
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(out + err)
        if (match) resolve(match)
      }
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      look()
      void exit.then((code) => reject(new Error(`ended with ${code} before it said ${pattern}: ${out}${err}`)))
    })
  return { child, out: () => out, err: () => err, says, exit }
}
