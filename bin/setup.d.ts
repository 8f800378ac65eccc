export declare function areDependenciesCurrent(root: string): boolean
