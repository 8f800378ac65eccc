export declare function findProgram(name: string): string | null
export declare function findChromium(): string | null
export declare function findSshd(): string | null
