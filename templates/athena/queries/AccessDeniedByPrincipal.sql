-- Storms of refused calls in the last 7 days: principals by hour, 20 and more.
SELECT date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour,
       recipientaccountid,
       -- A user of Identity Center has neither ARN nor principal id, but a user id.
       coalesce(
         useridentity.arn,
         useridentity.invokedby,
         useridentity.principalid,
         useridentity.onbehalfof.userid,
         useridentity.type
       ) AS principal,
       count(*) AS refused,
       count(DISTINCT eventsource) AS services,
       count(DISTINCT eventname) AS actions,
       min(sourceipaddress) AS sourceipaddress
FROM cloudtrail
WHERE day >= date_format(current_timestamp - interval '7' day, '%Y/%m/%d')
  AND (
    errorcode LIKE '%AccessDenied%'
    OR errorcode LIKE '%UnauthorizedOperation'
    OR errorcode LIKE '%UnauthorizedAccess'
  )
GROUP BY 1, 2, 3
HAVING count(*) >= 20
ORDER BY refused DESC
