import { CommonTableExpressionNameNode, CommonTableExpressionNode, OperationNodeTransformer, RawNode, SelectQueryNode, sql, type KyselyPlugin, type OperationNode, type RootOperationNode, type TableNode, type WithNode } from 'kysely';
import { PandaError } from '@bigpanda/model';
import type { PandaDatabase } from './panda-database.ts';
import { allJobTables, type Tables } from './schema/tables.ts';

/** The tables whose rows are of a VO; what hangs on these (files, history, parameters) is found by them. */
const tablesOfVos: ReadonlySet<string> = new Set<keyof Tables>([...allJobTables, 'panda_job_sums', 'jedi_tasks', 'jedi_datasets']);

/**
 * The same database without the jobs and tasks of some VOs, whatever is asked of it: no list, count or sum holds them. Only
 * for reading. Names are compared without case and without spaces around them.
 */
export function hideVos(database: PandaDatabase, vos: readonly string[]): PandaDatabase {
  if (vos.length === 0) return database;
  const hidden = vos.map((vo) => vo.trim().toLowerCase());
  return {
    ...database,
    sql: database.sql.withPlugin({ transformQuery: ({ node }) => hideRows(node, { schema: database.schema, hidden }), transformResult: ({ result }) => Promise.resolve(result) } satisfies KyselyPlugin),
    write: () => Promise.reject(refuse()),
  };
}

/** What a statement calls by the name of a table becomes the rows of the table that may be seen: `with jobsactive4 as (...)` before the statement. */
function hideRows(node: RootOperationNode, { schema, hidden }: { readonly schema: string; readonly hidden: readonly string[] }): RootOperationNode {
  const names = findTables(node);
  if (names.length === 0) return node;
  if (SelectQueryNode.is(node)) {
    const parts = [...names.map((name) => CommonTableExpressionNode.create(CommonTableExpressionNameNode.create(name), visibleRows(schema, name, hidden))), ...(node.with?.expressions ?? [])];
    return Object.freeze({ ...node, with: Object.freeze<WithNode>({ kind: 'WithNode', expressions: parts, ...(node.with?.recursive === undefined ? {} : { recursive: node.with.recursive }) }) });
  }
  if (!RawNode.is(node)) throw refuse();
  const [first = '', ...rest] = node.sqlFragments;
  const own = /^\s*with\s+(?!recursive\b)/i.exec(first)?.[0];
  if (own === undefined && !/^\s*(select\b|$)/i.test(first)) throw refuse();
  const parts = names.flatMap((name, index): OperationNode[] => [RawNode.createWithSql(`${index === 0 ? 'with ' : ', '}${name} as `), visibleRows(schema, name, hidden)]);
  return RawNode.createWithChildren([...parts, RawNode.create([`${own === undefined ? ' ' : ', '}${first.slice(own?.length ?? 0)}`, ...rest], node.parameters)]);
}

/** Named with its schema, so that it means the table and not itself. */
function visibleRows(schema: string, name: string, hidden: readonly string[]): OperationNode {
  const column = sql.ref('VO');
  return sql`(select * from ${sql.id(schema, name)} where ${column} is null or lower(trim(${column})) not in (${sql.join(hidden)}))`.toOperationNode();
}

function refuse(): PandaError {
  return new PandaError('DATABASE_READ_ONLY', 'read for one who may not see every VO: the statement is none that only reads');
}

/** The tables of VOs that a statement names, in any part of it. */
function findTables(node: RootOperationNode): string[] {
  const finder = new TableFinder();
  finder.transformNode(node);
  return [...finder.found];
}

/** Looks through a statement, which stays as it is. */
class TableFinder extends OperationNodeTransformer {
  readonly found = new Set<string>();

  protected override transformTable(node: TableNode): TableNode {
    const { name } = node.table.identifier;
    if (tablesOfVos.has(name)) this.found.add(name);
    return node;
  }

  protected override transformRaw(node: RawNode): RawNode {
    for (const fragment of node.sqlFragments) for (const [word] of fragment.matchAll(/\b\w+\b/g)) if (tablesOfVos.has(word.toLowerCase())) this.found.add(word.toLowerCase());
    return super.transformRaw(node);
  }
}
