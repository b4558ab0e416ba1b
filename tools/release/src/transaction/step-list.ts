import type { ReleaseOrder } from './release-order.ts';
import type { ReleaseStep } from './release-step.ts';
import { buildStep } from './step/build.ts';
import { changelogStep } from './step/changelog.ts';
import { lintStep } from './step/lint.ts';
import { npmPackStep } from './step/npm-pack.ts';
import { npmPublishStep } from './step/npm-publish.ts';
import { packStep } from './step/pack.ts';
import { promoteStep } from './step/promote.ts';
import { pushStep } from './step/push.ts';
import { recordStep } from './step/record.ts';
import { rehearseStep } from './step/rehearse.ts';
import { stageStep } from './step/stage.ts';
import { tagStep } from './step/tag.ts';

/** The steps of all releases, in their order. */
const releaseSteps: readonly ReleaseStep[] = [changelogStep, tagStep, buildStep, packStep, npmPackStep, lintStep, stageStep, rehearseStep, recordStep, pushStep, promoteStep, npmPublishStep];

/** The steps that a release has, in their order. */
export function listSteps(order: ReleaseOrder): readonly ReleaseStep[] {
  return releaseSteps.filter(({ concerns }) => concerns?.(order) !== false);
}
