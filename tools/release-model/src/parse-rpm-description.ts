import { parseConfiguration } from './parse-configuration.ts';
import { rpmDescriptionSchema, type RpmDescription } from './rpm-description.ts';

/**
 * The component that the text of an `rpm.json` describes.
 * @param file path of the file, for messages
 * @throws ReleaseError `RPM_JSON_INVALID` with every problem and its path
 */
export function parseRpmDescription(text: string, file: string): RpmDescription {
  return parseConfiguration(rpmDescriptionSchema, { text, file, code: 'RPM_JSON_INVALID', what: 'read rpm.json' });
}
