/** The server's present instant, of which a page speaks that has no figures of its own; null without a county. */
export const presentInstant = ({ services }: App.Locals): string | null => services?.now?.().toISOString() ?? null
