import type { Identity } from '@bigpanda/server';

/** Somebody who submits; the names are invented. */
export interface Person {
  readonly name: string;
  readonly vo: 'atlas' | 'lsst' | 'htcondor';
  /** How much they submit, against the others of the VO. */
  readonly share: number;
}

/** Who submits for themselves. */
export const people: readonly Person[] = [
  { name: 'Ilse Brandvold', vo: 'atlas', share: 9 },
  { name: 'Marek Tolvanen', vo: 'atlas', share: 7 },
  { name: 'Oriane Castelbrun', vo: 'atlas', share: 6 },
  { name: 'Dewi Pranowo-Hart', vo: 'atlas', share: 5 },
  { name: 'Tomoko Ayanagi', vo: 'atlas', share: 4 },
  { name: 'Lucian Ferentari', vo: 'atlas', share: 3 },
  { name: 'Saoirse Quillane', vo: 'atlas', share: 3 },
  { name: 'Bastien Lormeau', vo: 'atlas', share: 2 },
  { name: 'Nadia Elshafar', vo: 'atlas', share: 2 },
  { name: 'Henrik Skoglie', vo: 'atlas', share: 1 },
  { name: 'Paloma Etxarri', vo: 'atlas', share: 1 },
  { name: 'Grigor Manasjan', vo: 'atlas', share: 1 },
  { name: 'Wen-Li Tsao', vo: 'lsst', share: 6 },
  { name: 'Amadou Kessely', vo: 'lsst', share: 4 },
  { name: 'Rosalind Thackery', vo: 'lsst', share: 3 },
  { name: 'Joaquim Velarde', vo: 'lsst', share: 2 },
  { name: 'Petra Hollmannova', vo: 'htcondor', share: 4 },
  { name: 'Desmond Okwara', vo: 'htcondor', share: 3 },
  { name: 'Yuki Fernsby', vo: 'htcondor', share: 2 },
];

/** What the server takes a person for who shows a certificate. */
export function identifyPerson({ name, vo }: Pick<Person, 'name' | 'vo'>): Identity {
  return { dn: `/DC=org/DC=example/OU=People/CN=${name}`, name, vo, fqans: [`/${vo}`], isKnown: true, hasProductionRole: false, hasPilotRole: false, productionGroups: [] };
}

/** The production manager of a VO. */
export function identifyProduction(vo: Person['vo']): Identity {
  const names = { atlas: 'Verena Altmoor', lsst: 'Casimir Ondaro', htcondor: 'Elin Marstrand' } as const;
  return { ...identifyPerson({ name: names[vo], vo }), fqans: [`/${vo}/Role=production`], hasProductionRole: true, hasPilotRole: true };
}

/** Pilots, and the harvesters that start them. */
export const pilotIdentity: Identity = {
  dn: '/DC=org/DC=example/OU=Robots/CN=Robot: Pilot Factory', name: 'Robot: Pilot Factory', vo: undefined, fqans: ['/atlas/Role=pilot'],
  isKnown: true, hasProductionRole: false, hasPilotRole: true, productionGroups: [],
};
