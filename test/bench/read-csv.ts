import { DuckDBInstance } from '@duckdb/node-api'

/** The baseline: DuckDB's own reader, the same file into an untyped table of a file of its own. */
const [file = '', database = '', encoding = 'utf-8'] = process.argv.slice(2)
const instance = await DuckDBInstance.create(database)
const connection = await instance.connect()
const from = performance.now()
await connection.run(
  `create table contacts as select * from read_csv($file, all_varchar = true, header = true, encoding = $encoding)`,
  { file, encoding },
)
connection.closeSync()
instance.closeSync()
process.stdout.write(JSON.stringify({ took: performance.now() - from }))
