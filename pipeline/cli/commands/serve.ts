import type { CommandSpec } from '../command.ts'
import { DEFAULT_HOST, DEFAULT_PORT, portNumber, serveUntilStopped } from '../serving.ts'

/** `shouwang serve`: the dashboard, the API and the schedule in one process. */
export const serve: CommandSpec = {
  name: 'serve',
  summary: '运行看板、接口和定时取数，直到被停止',
  // It is the server: it opens the warehouse itself.
  usesWarehouse: false,
  shape: (command) =>
    command
      .option('--port <端口>', '端口，0 为任一空闲端口', portNumber, DEFAULT_PORT)
      .option('--host <地址>', '绑定的地址，只能是本机', DEFAULT_HOST)
      .option('--no-schedule', '不定时取数，也不补取错过的'),
  run: (invocation) => {
    const { options, globals } = invocation
    const place = {
      data: invocation.path(globals.data),
      host: options.host as string,
      port: options.port as number,
      public_url: invocation.config().policy.security.public_url,
      is_scheduled: options.schedule !== false,
    }
    return serveUntilStopped(invocation, place, () => invocation.open())
  },
}
