import type { ReleaseOrder } from './release-order.ts';
import type { ReleaseScene } from './release-scene.ts';
import type { StepName } from './step-names.ts';

/** One step of a release. It may be cut off anywhere: `look` then says that it is not done, and `act` begins where it is. */
export interface ReleaseStep {
  readonly name: StepName;
  readonly title: string;
  /** Whether a release has this step; every one has when absent. */
  readonly concerns?: (order: ReleaseOrder) => boolean;
  /** The digest of what the step makes where the world has it already; absent where it has not. */
  readonly look: (scene: ReleaseScene) => Promise<string | undefined>;
  readonly act: (scene: ReleaseScene, say: (text: string) => void) => Promise<void>;
  /** Takes back what the step did, wholly or in part; absent where nothing is left, or nothing can be taken back. */
  readonly undo?: (scene: ReleaseScene) => Promise<void>;
}
