declare module 'spdx-expression-parse' {
  /** The syntax tree of an SPDX expression. @throws Error where it is none */
  export default function parse(expression: string): object;
}
