import { nativePackager } from '@bigpanda/rpm-builder';
import { describePackager } from './packager-contract.ts';

describePackager(nativePackager);
