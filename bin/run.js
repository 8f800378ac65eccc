import { spawn } from 'node:child_process'

/**
 * Runs a program with this process's terminal and waits for it. Answers its exit code; a program ended by a signal
 * answers 1, one that cannot be started 127. SIGTERM is passed on, and a Ctrl-C (which reaches the child by itself) does
 * not end this process before the child has finished its work.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, { cwd, env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: 'inherit' })
    const passOn = () => child.kill('SIGTERM')
    const wait = () => {}
    process.on('SIGTERM', passOn)
    process.on('SIGINT', wait)
    const done = (code) => {
      process.off('SIGTERM', passOn)
      process.off('SIGINT', wait)
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`)
      done(127)
    })
    child.on('close', (code) => done(code ?? 1))
  })
}
