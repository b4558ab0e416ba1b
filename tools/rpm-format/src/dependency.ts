/** How a dependency compares versions; absent when any version will do. */
export type DependencyOperator = '<' | '<=' | '=' | '>=' | '>';

/** One provides, requires, conflicts, obsoletes, recommends, suggests, supplements, enhances or order-with-requires. */
export interface Dependency {
  readonly name: string;
  readonly operator?: DependencyOperator;
  /** `[epoch:]version[-release]`; present exactly when the operator is. */
  readonly evr?: string;
  /** Sense bits beyond the comparison (rpmds.h): PREREQ, INTERP, SCRIPT_POST, RPMLIB, CONFIG and so on; 0 when absent. */
  readonly sense?: number;
}
