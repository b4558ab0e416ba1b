declare module 'spdx-expression-parse' {
  /** The syntax tree of an SPDX expression. @throws Error where it is none */
  // eslint-disable-next-line bigpanda/no-default-export -- the shape of the package, not ours
  export default function parse(expression: string): object;
}
