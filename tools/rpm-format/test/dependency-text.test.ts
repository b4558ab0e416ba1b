import { describe, expect, it } from 'vitest';
import { formatDependency, parseDependency } from '@bigpanda/rpm-format';

describe('parseDependency', () => {
  it.each([
    ['nodejs(engine) >= 22.13', { name: 'nodejs(engine)', operator: '>=', evr: '22.13' }],
    ['panda-server = 1:0.1.0~rc.1-1.el9', { name: 'panda-server', operator: '=', evr: '1:0.1.0~rc.1-1.el9' }],
    ['foo < 2', { name: 'foo', operator: '<', evr: '2' }],
    ['/bin/sh', { name: '/bin/sh' }],
    ['(alpha if beta)', { name: '(alpha if beta)' }],
    ['((a and b) or c >= 1)', { name: '((a and b) or c >= 1)' }],
  ])('reads "%s", which formatDependency writes', (text, dependency) => {
    expect(parseDependency(text)).toEqual(dependency);
    expect(formatDependency(parseDependency(text))).toBe(text);
  });

  it.each(['', 'foo>=1', 'foo >=', 'foo >= 1 2', 'foo => 1', 'foo == 1', 'foo != 1', 'foo 1', '>= 1', '(a', '(a)', '(a if b) c', 'foo >= 1-2-3', '-x'])('refuses %j', (text) => {
    expect(() => parseDependency(text)).toThrow(expect.objectContaining({ code: 'DEPENDENCY_INVALID' }));
  });
});
