-- Calls from one address in a period, the newest 1000.
-- Parameters: the first and the last day, in UTC, and the address, with % for any
-- characters: '2026-11-01', '2026-11-07', '203.0.113.9'. A service has its name as address.
SELECT eventtime,
       recipientaccountid,
       awsregion,
       eventsource,
       eventname,
       coalesce(
         useridentity.arn,
         useridentity.invokedby,
         useridentity.principalid,
         useridentity.onbehalfof.userid,
         useridentity.type
       ) AS principal,
       sourceipaddress,
       errorcode,
       useragent
FROM cloudtrail
WHERE day BETWEEN date_format(CAST(? AS timestamp), '%Y/%m/%d')
              AND date_format(CAST(? AS timestamp), '%Y/%m/%d')
  AND sourceipaddress LIKE ?
ORDER BY eventtime DESC
LIMIT 1000
