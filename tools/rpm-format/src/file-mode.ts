/** File type bits of a mode (POSIX, sys/stat.h). */
export const fileType = { mask: 0o170000, folder: 0o040000, regular: 0o100000, symlink: 0o120000 } as const;

/** Bits of a file's flags (rpm, lib/rpmfiles.h). */
export const fileFlag = { config: 1, doc: 2, missingOk: 8, noreplace: 16, spec: 32, ghost: 64, licence: 128, readme: 256, artifact: 4096 } as const;

/** Bits of what `rpm -V` compares of a file (rpm, lib/rpmvf.h). */
export const verifyFlag = { digest: 1, size: 2, linkTarget: 4, user: 8, group: 16, mtime: 32, mode: 64, device: 128, capabilities: 256 } as const;
