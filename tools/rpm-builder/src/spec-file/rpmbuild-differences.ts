/**
 * The fields of a package (names of `rpm --querytags`) in which what rpmbuild makes of a plan differs from what the native packager makes of it,
 * each with its reason. All other fields, and every file, are the same; tests of both packagers and of source packages hold them to it.
 */
export const rpmbuildDifferences: Readonly<Record<string, string>> = {
  CLASSDICT: 'what libmagic says of each file, which differs between its versions; nothing that installs reads it',
  FILECLASS: 'the same, by file',
  FILECOLORS: 'tells 32-bit programs from 64-bit ones, which are not mixed in these packages',
  OPTFLAGS: 'flags of a C compiler; empty, because none runs',
  PLATFORM: 'of a noarch part of a component with an architecture, rpmbuild says that of the component; nothing that installs reads it',
  PAYLOADDIGEST: 'of the compressed payload: rpmbuild writes inode numbers and times into it, the native packager none, so that equal files are equal bytes in every build',
  PAYLOADDIGESTALT: 'of the same payload uncompressed',
  SHA1HEADER: 'of the header, in which the fields above are',
  SHA256HEADER: 'likewise',
  RSAHEADER: 'the signature, which is over the header; absent from what is built from a source package, as nobody has signed that',
  SIGMD5: 'over header and payload: a relic of rpm 3, refused in FIPS mode, and written by rpmbuild only',
  SIGSIZE: 'size of header and payload, which differ',
  LONGSIGSIZE: 'the same in 64 bits',
  REQUIREFLAGS: 'a spec file cannot say that a dependency was found in a file: the bits for that are missing; otherwise the same',
  PROVIDEFLAGS: 'likewise of what was found in a file',
  ...Object.fromEntries(
    ['PREIN', 'POSTIN', 'PREUN', 'POSTUN', 'PRETRANS', 'POSTTRANS', 'PREUNTRANS', 'POSTUNTRANS', 'VERIFYSCRIPT', 'TRIGGERSCRIPTS', 'FILETRIGGERSCRIPTS', 'TRANSFILETRIGGERSCRIPTS'].map((name) => [name, 'rpmbuild leaves out the newlines at the end of a script; otherwise the same']),
  ),
};
