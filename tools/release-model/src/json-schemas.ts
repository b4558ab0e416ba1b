import * as z from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { npmDescriptionSchema } from './npm-description.ts';
import { repositoryConfigSchema } from './repository-config.ts';
import { rpmDescriptionSchema } from './rpm-description.ts';

/** JSON Schemas that editors complete from, by their path in the workspace; from the same source as the checks. */
export function renderJsonSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['repo-config/rpm.schema.json', renderSchema(rpmDescriptionSchema)],
    ['repo-config/npm.schema.json', renderSchema(npmDescriptionSchema)],
    ['repo-config/repository.schema.json', renderSchema(repositoryConfigSchema)],
  ]);
}

function renderSchema(schema: z.ZodType): string {
  return canonicalJson(z.toJSONSchema(schema, { io: 'input' }));
}
