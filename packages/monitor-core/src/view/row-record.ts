/** A row by the names of its columns or attributes in lower case, as BigPanDAmon's JSON has them. */
export function toRowRecord<Value>(row: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  const record: Record<string, Value> = {};
  for (const [name, value] of Object.entries(row)) record[lowerName(name)] = value;
  return record;
}

/** Names of columns are few, and a page reads thousands of values. */
const lowerNames = new Map<string, string>();

function lowerName(name: string): string {
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  lowerNames.set(name, name.toLowerCase());
  return name.toLowerCase();
}
