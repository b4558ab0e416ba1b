import type { ScriptletName } from './package-spec.ts';
import { sense } from './sense.ts';
import { headerTag } from './tag.ts';

interface ScriptletPlace {
  readonly body: number;
  readonly program: number;
  readonly flags: number;
  /** Bit of the requirement on its interpreter. */
  readonly sense: number;
}

/** Where each scriptlet stands in the header. */
export const scriptletTags: Readonly<Record<ScriptletName, ScriptletPlace>> = {
  pretrans: { body: headerTag.pretransScript, program: headerTag.pretransProgram, flags: headerTag.pretransFlags, sense: sense.pretrans },
  pre: { body: headerTag.preScript, program: headerTag.preProgram, flags: headerTag.preFlags, sense: sense.pre },
  post: { body: headerTag.postScript, program: headerTag.postProgram, flags: headerTag.postFlags, sense: sense.post },
  preun: { body: headerTag.preunScript, program: headerTag.preunProgram, flags: headerTag.preunFlags, sense: sense.preun },
  postun: { body: headerTag.postunScript, program: headerTag.postunProgram, flags: headerTag.postunFlags, sense: sense.postun },
  posttrans: { body: headerTag.posttransScript, program: headerTag.posttransProgram, flags: headerTag.posttransFlags, sense: sense.posttrans },
  preuntrans: { body: headerTag.preuntransScript, program: headerTag.preuntransProgram, flags: headerTag.preuntransFlags, sense: sense.preuntrans },
  postuntrans: { body: headerTag.postuntransScript, program: headerTag.postuntransProgram, flags: headerTag.postuntransFlags, sense: sense.postuntrans },
  verify: { body: headerTag.verifyScript, program: headerTag.verifyProgram, flags: headerTag.verifyScriptFlags, sense: sense.verify },
};

/** Bits of a scriptlet's flags (rpm, lib/rpmscript.h). */
export const expansionBits = { macros: 1, queryFormat: 2 } as const;
