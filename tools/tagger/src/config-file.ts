/** Path of the configuration below the workspace. */
export const configFile = 'repo-config/repository.json';
