import { describe, expect, it } from 'vitest';
import { canonicalDigest, canonicalJson, digestedJson } from '../src/index.ts';

describe('canonicalJson', () => {
  it('gives the same bytes whatever the order of members, with names of any kind', () => {
    const text = canonicalJson(JSON.parse('{"b":[{"d":1,"c":null}],"__proto__":"own","a":"\\u2028\\n"}'));
    expect(text).toBe('{\n  "__proto__": "own",\n  "a": "\u2028\\n",\n  "b": [\n    {\n      "c": null,\n      "d": 1\n    }\n  ]\n}\n');
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{\n  "a": 1\n}\n');
  });
});

describe('digestedJson', () => {
  it('is the canonical JSON of a value beside its digest', () => {
    for (const plan of [{ b: ['x\ny', {}], a: {} }, [], 'text', 0]) {
      expect(digestedJson('plan', plan)).toBe(canonicalJson({ digest: canonicalDigest(plan), plan }));
    }
  });
});
