import type { ReleaseStep } from './release-step.ts';
import { buildStep } from './step/build.ts';
import { changelogStep } from './step/changelog.ts';
import { lintStep } from './step/lint.ts';
import { packStep } from './step/pack.ts';
import { promoteStep } from './step/promote.ts';
import { pushStep } from './step/push.ts';
import { recordStep } from './step/record.ts';
import { rehearseStep } from './step/rehearse.ts';
import { stageStep } from './step/stage.ts';
import { tagStep } from './step/tag.ts';

/** The steps of a release, in their order. */
export const releaseSteps: readonly ReleaseStep[] = [changelogStep, tagStep, buildStep, packStep, lintStep, stageStep, rehearseStep, recordStep, pushStep, promoteStep];
