/** The major version of Node that bundles are made for: esbuild writes nothing newer, and packages with bundles require it at least. */
export const bundledNode = 22;
