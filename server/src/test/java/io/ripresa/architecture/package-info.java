/** The rules of the house, as tests over the main classes of every module. */
package io.ripresa.architecture;
