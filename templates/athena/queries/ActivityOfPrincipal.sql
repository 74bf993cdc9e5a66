-- What one principal did in the last 7 days, the newest 1000 calls.
-- Parameter: what its ARN ends with, its user name, its access key or its user id
-- in Identity Center, such as 'user/jane', 'assumed-role/Admin/jane', 'jane' or
-- 'AKIA...'. No letter of it is a wildcard.
SELECT eventtime,
       recipientaccountid,
       awsregion,
       eventsource,
       eventname,
       readonly,
       errorcode,
       sourceipaddress,
       coalesce(
         useridentity.arn,
         useridentity.invokedby,
         useridentity.principalid,
         useridentity.onbehalfof.userid,
         useridentity.type
       ) AS principal,
       requestparameters
FROM cloudtrail
WHERE day >= date_format(current_timestamp - interval '7' day, '%Y/%m/%d')
  -- Athena takes a parameter in WHERE only; this array lets one stand for all places.
  AND any_match(
    ARRAY[CAST(? AS varchar)],
    asked -> starts_with(reverse(useridentity.arn), reverse(asked))
      OR useridentity.username = asked
      OR useridentity.accesskeyid = asked
      OR useridentity.onbehalfof.userid = asked
  )
ORDER BY eventtime DESC
LIMIT 1000
