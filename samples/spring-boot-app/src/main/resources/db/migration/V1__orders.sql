create table orders (
  id        varchar(36)              not null primary key,
  customer  varchar(200)             not null,
  cents     bigint                   not null,
  invoiced  boolean                  not null,
  placed_at timestamp with time zone default current_timestamp not null
);
