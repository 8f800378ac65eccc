import type { WarehouseOptions } from '../../queries/warehouse.ts'

/**
 * Lets DuckDB write encrypted files with the cryptography that is built in, in the place of the httpfs module. DuckDB names it
 * unsafe (its random numbers are weak), so it stands in tests only; format, keys and errors are those of the module.
 */
export const WEAKLY_ENCRYPTED: WarehouseOptions = {
  cipher: (connection) => connection.run('set force_mbedtls_unsafe = true'),
}
