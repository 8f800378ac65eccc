import { z } from 'zod'

/** What a command sends to the running server: one JSON object. */
export const callSchema = z.strictObject({
  argv: z.array(z.string()).min(1),
  /** The folder that the caller's relative paths start from. */
  cwd: z.string(),
  is_terminal: z.boolean(),
  /** What stood on the caller's standard input, for the commands that read it. */
  input: z.string().nullable(),
})
export type Call = z.infer<typeof callSchema>

/** What the server answers with: one JSON object a line, the last one an exit code. */
export const frameSchema = z.union([
  z.strictObject({ out: z.string() }),
  z.strictObject({ bytes: z.base64() }),
  z.strictObject({ err: z.string() }),
  z.strictObject({ progress: z.tuple([z.number(), z.number(), z.string()]) }),
  z.strictObject({ exit: z.int() }),
])
export type Frame = z.infer<typeof frameSchema>

/** What the running server says of itself. */
export const aboutSchema = z.strictObject({
  address: z.string(),
  config: z.string(),
  since: z.string(),
})
export type About = z.infer<typeof aboutSchema>

export const lineOf = (frame: Frame): string => `${JSON.stringify(frame)}\n`

/** The frames of an answer as they come. A line may be long, and end in any chunk. */
export async function* framesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const decoder = new TextDecoder()
  let begun: string[] = []
  for await (const chunk of chunks) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n')
    begun.push(first)
    for (const next of others) {
      yield frameSchema.parse(JSON.parse(begun.join('')))
      begun = [next]
    }
  }
}
