/** What a person who checks out the branch reads. */
export const ledgerReadme = `# Ledger

One record for each release, written by \`bigpanda release\`: \`records/\` in their row, each naming the SHA-256 of the one before and signed with the release key;
\`manifests/\` say what each release installs. Read it with \`bigpanda log\`, \`bigpanda show NAME-VERSION\` and \`bigpanda which ISSUE\`, check it with \`bigpanda ledger verify\`.
Nothing here is edited by hand.
`;
