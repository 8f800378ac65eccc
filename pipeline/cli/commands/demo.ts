import { openAccess } from '../access.ts'
import { addDemoAccounts } from '../demo-accounts.ts'
import { demoData, hasDemo, openDemo } from '../../demo.ts'
import { wholeNumber, type CommandSpec, type Invocation } from '../command.ts'
import { DEFAULT_HOST, DEFAULT_PORT, portNumber, serveUntilStopped } from '../serving.ts'

/** `shouwang demo`: a made-up county with a year behind it, served. */
export const demo: CommandSpec = {
  name: 'demo',
  summary: '生成示例县，取一年的数，打开看板',
  usesWarehouse: false,
  shape: (command) =>
    command
      .option('--port <端口>', '端口，0 为任一空闲端口', portNumber, DEFAULT_PORT)
      .option('--townships <个数>', '乡镇数', wholeNumber('--townships', 1), 12)
      .option('--children <人数>', '儿童数', wholeNumber('--children', 1), 6000)
      .option('--folder <目录>', '示例县所在目录', 'data/demo'),
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { io, options, context } = invocation
  const folder = invocation.path(options.folder as string)
  let isStopped = false
  void context.stopped.then(() => (isStopped = true))
  const place = {
    data: demoData(folder),
    host: DEFAULT_HOST,
    port: options.port as number,
    is_scheduled: true,
    public_url: null,
  }
  return serveUntilStopped(invocation, place, async () => {
    io.err(
      hasDemo(folder)
        ? `使用已有的示例县 ${folder}；要重新生成，请先删除这个目录。\n`
        : `正在生成示例县并重放一年的取数（约一分钟）：${folder}\n`,
    )
    const application = await openDemo({
      folder,
      townships: options.townships as number,
      children: options.children as number,
      now: invocation.now,
      env: context.env,
      engine: invocation.engine,
      progress: (done, total, text) => io.progress(done, total, text),
      is_stopped: () => isStopped,
    })
    if (!application) {
      io.err('示例县没有做完就被停止；下一次从头再做。\n')
      return null
    }
    const access = await openAccess(application, context.clock)
    io.err(await addDemoAccounts(access, application.config))
    return application
  })
}
