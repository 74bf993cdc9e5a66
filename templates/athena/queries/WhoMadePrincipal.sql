-- Who made a user, a role, an access key, a password or a provider of identities in a
-- period, refused attempts too.
-- Parameters: the first and the last day, in UTC, and a part of the principal's name,
-- ARN or key id: '2026-11-01', '2026-11-07', 'deployer'.
SELECT eventtime,
       recipientaccountid,
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
       requestparameters
FROM cloudtrail
WHERE day BETWEEN date_format(CAST(? AS timestamp), '%Y/%m/%d')
              AND date_format(CAST(? AS timestamp), '%Y/%m/%d')
  AND eventsource IN (
    'iam.amazonaws.com',
    'sso.amazonaws.com',
    'sso-directory.amazonaws.com',
    'identitystore.amazonaws.com',
    'rolesanywhere.amazonaws.com'
  )
  AND eventname LIKE 'Create%'
  AND any_match(
    ARRAY[CAST(? AS varchar)],
    asked -> strpos(requestparameters, asked) > 0
      OR strpos(responseelements, asked) > 0
      OR any_match(resources, item -> strpos(item.arn, asked) > 0)
  )
ORDER BY eventtime DESC
