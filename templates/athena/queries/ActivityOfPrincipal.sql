-- What one principal did in the last 7 days, the newest 1000 calls.
-- Parameter: a pattern that its ARN ends with, its user name or its access key,
-- such as 'user/jane', 'assumed-role/Admin/jane', 'jane' or 'AKIA...'.
SELECT eventtime,
       recipientaccountid,
       awsregion,
       eventsource,
       eventname,
       readonly,
       errorcode,
       sourceipaddress,
       useridentity.arn AS principal,
       requestparameters
FROM cloudtrail
CROSS JOIN (SELECT CAST(? AS varchar) AS pattern) AS asked
WHERE day >= date_format(current_timestamp - interval '7' day, '%Y/%m/%d')
  AND (
    useridentity.arn LIKE concat('%', asked.pattern)
    OR useridentity.username LIKE asked.pattern
    OR useridentity.accesskeyid = asked.pattern
  )
ORDER BY eventtime DESC
LIMIT 1000
