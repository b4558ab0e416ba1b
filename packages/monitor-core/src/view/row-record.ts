/** A row by the names of its columns or attributes in lower case, as BigPanDAmon's JSON has them. */
export function toRowRecord<Value>(row: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}
