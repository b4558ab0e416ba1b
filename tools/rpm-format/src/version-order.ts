/**
 * Negative, zero or positive as rpm sorts two version or release texts (rpmvercmp.c):
 * runs of digits compare as numbers and come after runs of letters, `~` sorts before the end of the text,
 * `^` after the end but before anything else, and every other character only separates.
 */
export function compareVersions(left: string, right: string): number {
  if (left === right) return 0;
  const [ours, theirs] = [splitParts(left), splitParts(right)];
  for (let index = 0; ; index += 1) {
    const [our, their] = [ours[index], theirs[index]];
    if (our === undefined && their === undefined) return 0;
    const order = compareParts(our, their);
    if (order !== 0) return order;
  }
}

function splitParts(version: string): readonly string[] {
  return version.match(/[0-9]+|[A-Za-z]+|~|\^/g) ?? [];
}

function compareParts(our: string | undefined, their: string | undefined): number {
  const [ourRank, theirRank] = [rankPart(our), rankPart(their)];
  if (ourRank !== theirRank || our === undefined || their === undefined) return ourRank - theirRank;
  return isNumber(our) ? compareNumbers(our, their) : compareTexts(our, their);
}

/** `~`, the end, `^`, letters, digits: in this order. */
function rankPart(part: string | undefined): number {
  if (part === undefined) return 1;
  if (part === '~') return 0;
  if (part === '^') return 2;
  return isNumber(part) ? 4 : 3;
}

function isNumber(part: string): boolean {
  return part >= '0' && part < ':';
}

function compareNumbers(our: string, their: string): number {
  const [ourDigits, theirDigits] = [our.replace(/^0+/, ''), their.replace(/^0+/, '')];
  return ourDigits.length - theirDigits.length || compareTexts(ourDigits, theirDigits);
}

function compareTexts(our: string, their: string): number {
  if (our === their) return 0;
  return our < their ? -1 : 1;
}
