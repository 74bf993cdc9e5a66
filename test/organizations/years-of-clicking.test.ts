import { yearsOfClicking } from '../../scenarios/organizations/years-of-clicking/organization.ts';
import { describeAdoption } from './adoption.ts';

describeAdoption('years-of-clicking', yearsOfClicking);
