import { regionsAndAccounts } from '../../scenarios/organizations/regions-and-accounts/organization.ts';
import { describeAdoption } from './adoption.ts';

describeAdoption('regions-and-accounts', regionsAndAccounts);
